export interface PlatformIdentity {
  readonly platformId: string;
  readonly chip: string;
  readonly os: string;
  readonly osVersion: string;
  readonly workingSetBytes: number | null;
}
