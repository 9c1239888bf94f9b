import { useEffect, useState } from 'react';
import { loadSource } from './files';

/** The text of a source file; null until it is there, and an Error when it cannot be had. */
export function useSource(file: string | null): string | Error | null {
  const [loaded, setLoaded] = useState<{ file: string; text: string | Error } | null>(null);
  useEffect(() => {
    if (file === null) return;
    let current = true;
    loadSource(file).then(
      (text) => current && setLoaded({ file, text }),
      (error: unknown) =>
        current &&
        setLoaded({ file, text: error instanceof Error ? error : new Error(String(error)) }),
    );
    return () => {
      current = false;
    };
  }, [file]);
  return loaded?.file === file ? loaded.text : null;
}
