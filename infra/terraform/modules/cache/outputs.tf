output "replication_group_id" {
  description = "Replication group, for failover tests and snapshots."
  value       = aws_elasticache_replication_group.this.id
}

output "configuration_endpoint" {
  description = "Host that clients in cluster mode connect to."
  value       = aws_elasticache_replication_group.this.configuration_endpoint_address
}

output "global_datastore_id" {
  description = "Global datastore that the DR region joins; null without one."
  value       = one(aws_elasticache_global_replication_group.this[*].global_replication_group_id)
}

output "security_group_id" {
  description = "Security group of Redis."
  value       = aws_security_group.this.id
}
