output "arns" {
  description = "ARN of each secret, by name."
  value       = { for secret, resource in aws_secretsmanager_secret.this : secret => resource.arn }
}

output "written" {
  description = "Secret id of each value that Terraform wrote, known once it is written."
  value       = { for secret, version in aws_secretsmanager_secret_version.this : secret => version.secret_id }
}

output "kms_key_arn" {
  description = "Key of the secrets in this region."
  value       = aws_kms_key.this.arn
}

output "replica_kms_key_arn" {
  description = "Key of the copies; null without them."
  value       = one(aws_kms_key.replica[*].arn)
}
