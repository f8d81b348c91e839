mock_provider "aws" {}
mock_provider "datadog" {}
mock_provider "pagerduty" {}

variables {
  account_id       = "123456789012"
  runbook_base_url = "https://console.horizon.example"
  schedule_start   = "2026-12-07T09:00:00-05:00"
  escalation = [
    { name = "on call", users = ["ada@horizon.example", "ben@horizon.example"], delay_minutes = 15 },
    { name = "second", users = ["cleo@horizon.example"], delay_minutes = 30 },
  ]
}

# The definitions of this repository, each with the runbook that it names.
run "is_planned_before_anything_exists" {
  command = plan
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "me"
  }

  expect_failures = [var.account_id]
}
