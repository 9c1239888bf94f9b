import type { Engine } from '../engine/protocol';
import { type Atlas, createAtlas } from './atlas';
import { defaultView } from './default-view';
import { loadLessons } from './lesson-list';
import { namesLesson } from './lesson-view';

/**
 * Opens what the address shows. It needs no interface, so the first run is under way while that is loaded; what an
 * address with a lesson shows is known when the lesson has been fetched.
 */
export async function start(engine: Engine): Promise<Atlas> {
  // The panel that shows the lesson tries again, and says so if it fails.
  if (namesLesson(location.search)) await loadLessons().catch(() => null);
  return createAtlas(defaultView, engine, window).atlas;
}
