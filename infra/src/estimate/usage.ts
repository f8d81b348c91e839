/** What the configuration cannot say: how much is stored and sent in a month. Assumptions, to be replaced by a measured month. */
export interface Usage {
  readonly documentsGib: number;
  readonly logicalBackupsGib: number;
  readonly snapshotsGib: number;
  readonly documentDbGib: number;
  readonly documentDbMillionIo: number;
  readonly natGib: number;
  readonly internetGib: number;
  readonly replicatedGib: number;
  readonly logsGib: number;
  readonly albCapacityUnits: number;
  readonly millionRequests: number;
}

export const usageByEnvironment: Readonly<Record<string, Usage>> = {
  production: {
    documentsGib: 4000,
    logicalBackupsGib: 1300,
    snapshotsGib: 1000,
    documentDbGib: 100,
    documentDbMillionIo: 100,
    natGib: 500,
    internetGib: 1500,
    replicatedGib: 600,
    logsGib: 100,
    albCapacityUnits: 5,
    millionRequests: 60,
  },
  staging: {
    documentsGib: 50,
    logicalBackupsGib: 20,
    snapshotsGib: 0,
    documentDbGib: 10,
    documentDbMillionIo: 5,
    natGib: 50,
    internetGib: 20,
    replicatedGib: 0,
    logsGib: 10,
    albCapacityUnits: 1,
    millionRequests: 1,
  },
  dr: {
    documentsGib: 0,
    logicalBackupsGib: 0,
    snapshotsGib: 0,
    documentDbGib: 100,
    documentDbMillionIo: 20,
    natGib: 20,
    internetGib: 0,
    replicatedGib: 0,
    logsGib: 10,
    albCapacityUnits: 1,
    millionRequests: 1,
  },
  shared: {
    documentsGib: 0,
    logicalBackupsGib: 0,
    snapshotsGib: 0,
    documentDbGib: 0,
    documentDbMillionIo: 0,
    natGib: 0,
    internetGib: 0,
    replicatedGib: 0,
    logsGib: 0,
    albCapacityUnits: 0,
    millionRequests: 0,
  },
};
