type SystemError = Error & { readonly code?: string };

/** Why a connection to `url` could not be made or broke, for a person; the system's own words where there are none better. */
export function connectionTrouble(error: Error, url: string): string {
  const host = URL.parse(url)?.host ?? url;
  switch ((error as SystemError).code) {
    case 'ECONNREFUSED':
      return `nobody answers at ${host}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `no such host: ${host}`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${host} broke the connection off`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${host} cannot be reached`;
    default:
      return error.message;
  }
}
