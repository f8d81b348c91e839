output "budget_names" {
  description = "Names of the budgets, which the console reads."
  value       = concat([for budget in aws_budgets_budget.category : budget.name], [aws_budgets_budget.total.name])
}
