export { LATENCY_STAGES, type LatencyStage, type StageLatency } from '../analytics/latency-stage.ts';
