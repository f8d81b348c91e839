mock_provider "aws" {}

variables {
  name           = "horizon-production"
  environment    = "production"
  region         = "us-east-1"
  replica_region = "us-west-2"
}

run "both_keys_are_in_both_regions" {
  command = plan

  assert {
    condition     = alltrue([for key in aws_kms_key.this : key.multi_region]) && length(aws_kms_replica_key.this) == 2 && alltrue([for key in aws_kms_replica_key.this : key.region == "us-west-2"])
    error_message = "A copied row can be read in the DR region."
  }

  assert {
    condition     = aws_kms_key.this["encryption"].enable_key_rotation && aws_kms_key.this["index"].customer_master_key_spec == "HMAC_256"
    error_message = "The encryption key rotates; the index has a key of its own."
  }
}

run "refuses_copies_in_the_same_region" {
  command = plan

  variables {
    replica_region = "us-east-1"
  }

  expect_failures = [var.replica_region]
}

run "refuses_production_without_copies" {
  command = plan

  variables {
    replica_region = null
  }

  expect_failures = [var.replica_region]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name        = "keys"
    environment = "qa"
    region      = "eu-west-1"
  }

  expect_failures = [var.name, var.environment, var.region]
}
