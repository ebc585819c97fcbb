const STORAGE_KEY = 'touchline.token';
/** What a host may put into `#token=...`, and a sub-protocol name may hold. */
const TOKEN = /^[A-Za-z0-9._~-]{1,128}$/;

/** What the page may touch of its window. */
export type TokenPlace = {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
};

/**
 * The token of this start, out of the address (`#token=...`) or, after a reload, out of the session's storage. It is
 * taken out of the address at once, so that it ends neither in a bookmark nor in a screenshot. '' when there is none.
 */
export function takeWindowToken(place: TokenPlace): string {
  const offered = new URLSearchParams(place.location.hash.slice(1)).get('token');
  if (offered === null) return valid(place.sessionStorage.getItem(STORAGE_KEY));
  place.history.replaceState(null, '', place.location.pathname + place.location.search);
  place.sessionStorage.setItem(STORAGE_KEY, offered);
  return valid(offered);
}

function valid(token: string | null): string {
  return token !== null && TOKEN.test(token) ? token : '';
}
