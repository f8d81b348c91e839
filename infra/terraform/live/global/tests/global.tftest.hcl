mock_provider "aws" {}

mock_provider "aws" {
  alias = "storage"
}

variables {
  account_id         = "123456789012"
  domain_name        = "horizon.example"
  budget_subscribers = ["platform@horizon.example"]
}

# The first plan of an empty account: every key of a for_each is known, and every module takes what it is given.
run "is_planned_before_anything_exists" {
  command = plan

  assert {
    condition     = length(aws_ssm_parameter.published) == 2
    error_message = "Every environment finds its zone."
  }
}

run "refuses_a_domain_that_is_none" {
  command = plan

  variables {
    domain_name = "horizon.example."
  }

  expect_failures = [var.domain_name]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "me"
  }

  expect_failures = [var.account_id]
}
