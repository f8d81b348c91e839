output "role_arns" {
  description = "Role of each purpose, for `role-to-assume`; access entries of the clusters name the deploy role."
  value       = { for purpose, role in aws_iam_role.this : purpose => role.arn }
}
