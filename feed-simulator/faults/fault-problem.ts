/** Why a request to the fault desk was refused. Codes are stable. */
export type FaultProblem = {
  readonly type: 'problem';
  readonly code:
    | 'BAD_FAULT'
    /** As many faults are on as the venue allows. */
    | 'TOO_MANY_FAULTS'
    | 'UNKNOWN_FAULT'
    | 'UNKNOWN_SCENARIO'
    | 'BAD_SCENARIO'
    | 'BAD_REGIME'
    /** An instrument that is halted or closed has no regime to begin. */
    | 'OUT_OF_TRADING';
  readonly message: string;
};

export function faultProblem(code: FaultProblem['code'], message: string): FaultProblem {
  return { type: 'problem', code, message };
}

export function isProblem(answer: unknown): answer is FaultProblem {
  return typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 'problem';
}
