import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Actions } from '../state/actions';
import type { Atlas } from '../state/atlas';
import type { Command } from '../state/commands';
import type { AtlasState } from '../state/store';

export const AtlasContext = createContext<Atlas | null>(null);

export function useAtlasServices(): Atlas {
  const atlas = use(AtlasContext);
  if (!atlas) throw new Error('no AtlasContext above this component');
  return atlas;
}

/** A part of the state; the component renders again when it changes. */
export const useAtlas = <T>(select: (state: AtlasState) => T): T =>
  useStore(useAtlasServices().store, select);

export const useActions = (): Actions => useAtlasServices().actions;

/** The command with an id, from the one list that keys, palette and buttons share. */
export function useCommand(id: string): Command {
  const command = useAtlasServices().commands.find((c) => c.id === id);
  if (!command) throw new Error(`no command "${id}"`);
  return command;
}
