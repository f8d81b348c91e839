output "identifier" {
  description = "Identifier of the primary, for failovers and snapshots."
  value       = aws_db_instance.primary.identifier
}

output "arn" {
  description = "ARN of the primary."
  value       = aws_db_instance.primary.arn
}

output "endpoint" {
  description = "Host of the primary."
  value       = aws_db_instance.primary.address
}

output "reader_endpoints" {
  description = "Hosts of the read replicas."
  value       = [for replica in aws_db_instance.replica : replica.address]
}

output "replicated_backups_arn" {
  description = "Automated backups in the DR region: what a restore there starts from; null without them."
  value       = one(aws_db_instance_automated_backups_replication.this[*].id)
}

output "security_group_id" {
  description = "Security group of the database."
  value       = aws_security_group.this.id
}

output "kms_key_arn" {
  description = "Key of the storage and of the snapshots."
  value       = aws_kms_key.this.arn
}
