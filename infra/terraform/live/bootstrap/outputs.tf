output "state_buckets" {
  description = "State bucket of each region, for -backend-config."
  value       = { for region, bucket in aws_s3_bucket.state : region => bucket.bucket }
}

output "role_arns" {
  description = "Roles of the workflows, by environment and purpose."
  value       = merge({ shared = module.shared_roles.role_arns }, { for environment, roles in module.environment_roles : environment => roles.role_arns })
}
