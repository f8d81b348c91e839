output "cluster_identifier" {
  description = "Cluster, for failovers and snapshots."
  value       = aws_docdb_cluster.this.id
}

output "cluster_arn" {
  description = "ARN of the cluster; a failover of the global cluster names it."
  value       = aws_docdb_cluster.this.arn
}

output "endpoint" {
  description = "Host of the writer."
  value       = aws_docdb_cluster.this.endpoint
}

output "reader_endpoint" {
  description = "Host that spreads reads."
  value       = aws_docdb_cluster.this.reader_endpoint
}

output "security_group_id" {
  description = "Security group of DocumentDB."
  value       = aws_security_group.this.id
}
