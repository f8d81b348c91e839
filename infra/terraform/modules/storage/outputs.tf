output "bucket_names" {
  description = "Names of the buckets: documents and backups."
  value       = { for key, bucket in aws_s3_bucket.this : key => bucket.bucket }
}

output "bucket_arns" {
  description = "ARNs of the buckets: documents and backups."
  value       = { for key, bucket in aws_s3_bucket.this : key => bucket.arn }
}

output "replica_bucket_names" {
  description = "Names of the copies in the DR region."
  value       = { for key, bucket in aws_s3_bucket.replica : key => bucket.bucket }
}

output "kms_key_arn" {
  description = "Key of the buckets; whoever reads them needs kms:Decrypt on it."
  value       = aws_kms_key.this.arn
}

output "replica_kms_key_arn" {
  description = "Key of the copies; null without them."
  value       = one(aws_kms_key.replica[*].arn)
}
