import { posix, win32 } from 'node:path';

/** What of the machine decides where a program keeps what is its user's own. */
export type Machine = {
  /** As `process.platform`. */
  readonly platform: string;
  /** As `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
};

const FOLDER = 'touchline';

/**
 * Where the token key and the certificate are kept when nobody says otherwise: `$XDG_DATA_HOME` or `~/.local/share`,
 * `~/Library/Application Support`, `%APPDATA%`; a relative path in the environment is ignored, as the XDG Base Directory
 * Specification demands.
 */
export function defaultKeyFolder({ platform, environment, home }: Machine): string {
  if (platform === 'win32') {
    const roaming = environment['APPDATA'];
    const isUsable = roaming !== undefined && win32.isAbsolute(roaming);
    return win32.join(isUsable ? roaming : win32.join(home, 'AppData', 'Roaming'), FOLDER);
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', FOLDER);
  const shared = environment['XDG_DATA_HOME'];
  const isUsable = shared !== undefined && posix.isAbsolute(shared);
  return posix.join(isUsable ? shared : posix.join(home, '.local', 'share'), FOLDER);
}
