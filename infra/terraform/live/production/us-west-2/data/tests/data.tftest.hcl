mock_provider "aws" {
  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "subnet-a,subnet-b" }
  }
}

override_data {
  target = data.aws_ssm_parameter.primary["database_arn"]
  values = { insecure_value = "arn:aws:rds:us-east-1:123456789012:db:horizon-production" }
}

override_data {
  target = data.aws_ssm_parameter.primary["replicated_backups_arn"]
  values = { insecure_value = "arn:aws:rds:us-west-2:123456789012:auto-backup:ab-example" }
}

override_data {
  target = data.aws_ssm_parameter.primary["global_datastore_id"]
  values = { insecure_value = "ldgnf-horizon" }
}

variables {
  account_id = "123456789012"
}

# The first plan of an empty account: every key of a for_each is known, and every module takes what it is given.
run "is_planned_before_anything_exists" {
  command = plan

  assert {
    condition     = length(aws_ssm_parameter.published) == 1
    error_message = "The layers above find everything that they read."
  }
}

# The region is lost, and the replica with it.
run "can_be_made_of_the_replicated_backups" {
  command = plan

  variables {
    database_source = "backup"
  }
}

run "refuses_an_unknown_source" {
  command = plan

  variables {
    database_source = "tape"
  }

  expect_failures = [var.database_source]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "me"
  }

  expect_failures = [var.account_id]
}
