output "autoscaling_group_name" {
  description = "Group whose one instance is the bastion: `aws ec2 describe-instances` by its tag finds the id for a session."
  value       = aws_autoscaling_group.this.name
}

output "security_group_id" {
  description = "Security group of the bastion."
  value       = aws_security_group.this.id
}

output "role_arn" {
  description = "Role of the bastion."
  value       = aws_iam_role.this.arn
}
