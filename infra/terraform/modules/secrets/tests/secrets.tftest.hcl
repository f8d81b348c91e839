mock_provider "aws" {}

variables {
  name           = "horizon-production"
  environment    = "production"
  secrets        = { "postgresql/owner" = "Owner of the database", "api-gateway" = "Settings of api-gateway" }
  values         = { "postgresql/owner" = "only-for-this-test" }
  value_versions = { "postgresql/owner" = 1 }
  replica_region = "us-west-2"
}

run "secrets_have_a_key_of_their_own_and_no_value_in_state" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key rotates."
  }

  assert {
    condition     = aws_secretsmanager_secret.this["postgresql/owner"].name == "horizon/production/postgresql/owner"
    error_message = "Names say the environment."
  }

  assert {
    condition     = aws_secretsmanager_secret_version.this["postgresql/owner"].secret_string_wo_version == 1 && length(aws_secretsmanager_secret_version.this) == 1
    error_message = "Only what Terraform makes is written, and as a write-only value."
  }

  assert {
    condition     = one(aws_secretsmanager_secret.this["api-gateway"].replica).region == "us-west-2"
    error_message = "Every secret is in the DR region too."
  }
}

run "refuses_production_without_copies" {
  command = plan

  variables {
    replica_region = null
  }

  expect_failures = [var.replica_region]
}

run "refuses_a_version_of_an_unknown_secret" {
  command = plan

  variables {
    value_versions = { "mysql/owner" = 1 }
  }

  expect_failures = [var.value_versions]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name                 = "secrets"
    environment          = "qa"
    secrets              = { "API Key" = "", "postgresql/owner" = "Owner" }
    recovery_window_days = 0
  }

  expect_failures = [var.name, var.environment, var.secrets, var.recovery_window_days]
}
