mock_provider "aws" {}

variables {
  environment        = "production"
  monthly_limits_usd = { compute = 2500, database = 1800, storage = 500, networking = 400 }
  subscribers        = ["platform@horizon.example"]
}

run "each_category_has_a_budget_and_nothing_is_bought" {
  command = plan

  assert {
    condition     = length(aws_budgets_budget.category) == 4 && aws_budgets_budget.category["compute"].limit_amount == "2500" && aws_budgets_budget.total.limit_amount == "5200"
    error_message = "The limits are the strategy's."
  }

  assert {
    condition     = jsonencode([for part in aws_budgets_budget.category["compute"].filter_expression[0].and : one(part.tags).values]) == jsonencode([["compute"], ["production", "dr"]])
    error_message = "A category is a tag, of this environment alone."
  }

  assert {
    condition     = length(aws_savingsplans_savings_plan.compute) + length(aws_rds_reserved_instance.this) + length(aws_elasticache_reserved_cache_node.this) == 0
    error_message = "A plan buys nothing that nobody asked for."
  }
}

run "commitments_are_inputs" {
  command = plan

  variables {
    savings_plan         = { offering_id = "offering-1", hourly_commitment_usd = 0.5 }
    reserved_databases   = { "db.r6g.xlarge" = 2 }
    reserved_cache_nodes = { "cache.r6g.large" = 2 }
  }

  assert {
    condition     = aws_savingsplans_savings_plan.compute[0].commitment == "0.5" && aws_rds_reserved_instance.this["db.r6g.xlarge"].instance_count == 2
    error_message = "What is asked for is bought."
  }
}

run "refuses_a_commitment_above_what_runs" {
  command = plan

  variables {
    savings_plan = { offering_id = "offering-1", hourly_commitment_usd = 20 }
  }

  expect_failures = [var.savings_plan]
}

run "refuses_an_unknown_category" {
  command = plan

  variables {
    monthly_limits_usd = { misc = 100 }
  }

  expect_failures = [var.monthly_limits_usd]
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables {
    monthly_limits_usd = { compute = 0 }
  }

  expect_failures = [var.monthly_limits_usd]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    environment = "dr"
    subscribers = []
  }

  expect_failures = [var.environment, var.subscribers]
}
