import { catalogue } from '../mechanisms/catalogue';
import { type Port, serve } from './serve';

serve(self as unknown as Port, catalogue);
