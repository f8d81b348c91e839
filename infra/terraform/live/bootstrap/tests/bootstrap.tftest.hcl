mock_provider "aws" {}

variables {
  account_id = "123456789012"
  repository = "horizon/horizon"
}

# The first plan of an empty account: every key of a for_each is known, and every module takes what it is given.
run "is_planned_before_anything_exists" {
  command = plan

  assert {
    condition     = toset(keys(aws_s3_bucket.state)) == toset(["us-east-1", "us-west-2"])
    error_message = "DR keeps its state in its own region."
  }
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "me"
  }

  expect_failures = [var.account_id]
}
