mock_provider "aws" {
  mock_data "aws_default_tags" {
    defaults = { tags = { CostCategory = "networking" } }
  }
}

variables {
  account_id = "123456789012"
}

# The first plan of an empty account: every key of a for_each is known, and every module takes what it is given.
run "is_planned_before_anything_exists" {
  command = plan

  assert {
    condition     = length(aws_ssm_parameter.published) == 9
    error_message = "The layers above find everything that they read."
  }
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "me"
  }

  expect_failures = [var.account_id]
}
