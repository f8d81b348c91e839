output "vault_arns" {
  description = "Vaults: `here`, and `copies` in the other region."
  value       = { for key, vault in aws_backup_vault.this : key => vault.arn }
}

output "plan_id" {
  description = "The plan."
  value       = aws_backup_plan.this.id
}
