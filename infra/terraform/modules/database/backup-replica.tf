# Continuous: logs arrive every few minutes, so a lost region costs minutes and not the day that a daily copy would.
resource "aws_kms_key" "backup_replica" {
  count = var.backup_replica_region == null ? 0 : 1

  region                  = var.backup_replica_region
  description             = "Replicated PostgreSQL backups of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-postgresql-backups" }
}

resource "aws_kms_alias" "backup_replica" {
  count = var.backup_replica_region == null ? 0 : 1

  region        = var.backup_replica_region
  name          = "alias/${var.name}-postgresql-backups"
  target_key_id = aws_kms_key.backup_replica[0].key_id
}

resource "aws_db_instance_automated_backups_replication" "this" {
  count = var.backup_replica_region == null ? 0 : 1

  region                 = var.backup_replica_region
  source_db_instance_arn = aws_db_instance.primary.arn
  kms_key_id             = aws_kms_key.backup_replica[0].arn
  retention_period       = var.backup_retention_days
}
