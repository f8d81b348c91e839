mock_provider "aws" {
  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "subnet-a,subnet-b" }
  }
}

mock_provider "aws" {
  alias = "networking"
}

variables {
  account_id  = "123456789012"
  domain_name = "horizon.example"
}

# The first plan of an empty account: every key of a for_each is known, and every module takes what it is given.
run "is_planned_before_anything_exists" {
  command = plan
}

run "refuses_a_domain_that_is_none" {
  command = plan

  variables {
    domain_name = "https://horizon.example/"
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
