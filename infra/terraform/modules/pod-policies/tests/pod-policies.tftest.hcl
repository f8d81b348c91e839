mock_provider "aws" {}

variables {
  name                  = "horizon-production"
  environment           = "production"
  region                = "us-east-1"
  account_id            = "123456789012"
  domain_name           = "horizon.example"
  secrets_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/secrets"
  documents_bucket_arn  = "arn:aws:s3:::documents"
  backups_bucket_arn    = "arn:aws:s3:::backups"
  storage_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/storage"
  personal_data_key_ids = { encryption = "mrk-1", index = "mrk-2" }
}

run "each_pod_may_do_its_own_work" {
  command = plan

  assert {
    condition     = output.pod_identities["external-secrets"].namespace == "external-secrets" && strcontains(output.pod_identities["external-secrets"].policy, "secret:horizon/production/*")
    error_message = "External Secrets reads this environment's secrets alone."
  }

  assert {
    condition     = !strcontains(output.pod_identities["worker-service"].policy, "backups/*\",\"s3:DeleteObject") && strcontains(output.pod_identities["worker-service"].policy, "arn:aws:s3:::backups/logical/*")
    error_message = "The worker writes backups."
  }

  assert {
    condition     = output.pod_identities["notification-service"].service_account == "horizon-notification" && !strcontains(output.pod_identities["notification-service"].policy, "s3:")
    error_message = "Notification sends mail and nothing else."
  }

  assert {
    condition     = strcontains(output.pod_identities["customer-service"].policy, "key/mrk-1") && !strcontains(output.pod_identities["credit-service"].policy, "mrk-")
    error_message = "Only customer-service reads personal data."
  }
}

run "refuses_bad_input" {
  command = plan

  variables {
    name        = "pods"
    environment = "qa"
    region      = "eu-west-1"
    account_id  = "me"
  }

  expect_failures = [var.name, var.environment, var.region, var.account_id]
}

run "refuses_one_key_for_two_uses" {
  command = plan

  variables {
    personal_data_key_ids = { encryption = "mrk-1" }
  }

  expect_failures = [var.personal_data_key_ids]
}
