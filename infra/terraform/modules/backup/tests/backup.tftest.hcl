mock_provider "aws" {}

variables {
  name                  = "horizon-production"
  environment           = "production"
  region                = "us-east-1"
  account_id            = "123456789012"
  copy_region           = "us-west-2"
  restore_test_schedule = "cron(0 9 ? * SUN#1 *)"
}

run "every_row_of_the_strategy_that_aws_backup_keeps" {
  command = plan

  assert {
    condition     = one([for rule in aws_backup_plan.this.rule : rule.lifecycle[0].delete_after if rule.rule_name == "weekly"]) == 30
    error_message = "Weekly snapshots are kept for 30 days."
  }

  assert {
    condition     = one(one([for rule in aws_backup_plan.this.rule : rule.copy_action if rule.rule_name == "daily-copy"])).lifecycle[0].delete_after == 7
    error_message = "Daily copies in the other region are kept for 7 days."
  }

  assert {
    condition     = aws_backup_vault.this["copies"].region == "us-west-2" && alltrue([for lock in aws_backup_vault_lock_configuration.this : lock.min_retention_days == 7])
    error_message = "Both vaults are locked, and the copies are elsewhere."
  }

  assert {
    condition     = length(aws_backup_restore_testing_selection.this) == 2
    error_message = "Restores are tried, not believed."
  }
}

run "refuses_copies_in_the_same_region" {
  command = plan

  variables {
    copy_region = "us-east-1"
  }

  expect_failures = [var.copy_region]
}

run "refuses_production_without_copies" {
  command = plan

  variables {
    copy_region = null
  }

  expect_failures = [var.copy_region]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name                  = "backup"
    environment           = "qa"
    region                = "eu-west-1"
    account_id            = "me"
    weekly_retention_days = 7
    copy_retention_days   = 1
    restore_test_schedule = "weekly"
  }

  expect_failures = [var.name, var.environment, var.region, var.account_id, var.weekly_retention_days, var.copy_retention_days, var.restore_test_schedule]
}
