import type { Metadata } from "next";
import { PlannedPage } from "@/features/planned";

export const metadata: Metadata = { title: "Backups" };

export default function BackupsPage() {
  return (
    <PlannedPage
      title="Backups"
      will={[
        "Every backup policy of the strategy for every store, with its evidence",
        "How far each backup is proven: it exists, its checksum is right, it was restored, its rows were counted",
        "How much would be lost if a store failed this second",
      ]}
      waitsFor="The connection to AWS Backup, RDS, DocumentDB, ElastiCache and S3."
    />
  );
}
