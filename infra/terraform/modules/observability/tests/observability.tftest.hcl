mock_provider "aws" {}
mock_provider "datadog" {}
mock_provider "pagerduty" {}

variables {
  account_id       = "123456789012"
  regions          = ["us-east-1", "us-west-2"]
  dashboards_path  = "./tests/dashboards"
  monitors_path    = "./tests/monitors"
  runbook_base_url = "https://console.horizon.example"
  schedule_start   = "2026-12-07T09:00:00-05:00"
  escalation = [
    { name = "on call", users = ["ada@horizon.example", "ben@horizon.example"], delay_minutes = 15 },
    { name = "second", users = ["cleo@horizon.example"], delay_minutes = 30 },
  ]
}

run "a_definition_becomes_a_monitor" {
  command = plan

  assert {
    condition     = datadog_monitor.this["example/API error rate high"].monitor_thresholds[0].critical == "5" && datadog_monitor.this["example/API error rate high"].evaluation_delay == 900
    error_message = "Thresholds and delays are the definition's."
  }

  assert {
    condition     = endswith(datadog_monitor.this["example/API error rate high"].message, "{{^is_warning}}{{^is_warning_recovery}}@pagerduty-horizon-critical{{/is_warning_recovery}}{{/is_warning}} @slack-horizon-alerts") && strcontains(datadog_monitor.this["example/API error rate high"].message, "https://console.horizon.example/runbooks/api-gateway-failure.md")
    error_message = "The message names its runbook and whom it tells."
  }

  assert {
    condition     = !datadog_monitor.this["example/API error rate high"].notify_no_data && contains(datadog_monitor.this["example/API error rate high"].tags, "managed_by:terraform")
    error_message = "Silence is normal here, and the drift check knows its own."
  }
}

run "somebody_is_called_after_the_first" {
  command = plan

  assert {
    condition     = length(pagerduty_escalation_policy.this.rule) == 2 && pagerduty_service.this["horizon-critical"].incident_urgency_rule[0].urgency == "high"
    error_message = "Two levels, and critical is high urgency."
  }
}

run "refuses_a_single_level" {
  command = plan

  variables {
    escalation = [{ name = "on call", users = ["ada@horizon.example"], delay_minutes = 15 }]
  }

  expect_failures = [var.escalation]
}

run "refuses_a_delay_that_is_none" {
  command = plan

  variables {
    escalation = [
      { name = "on call", users = ["ada@horizon.example"], delay_minutes = 1 },
      { name = "second", users = ["ben@horizon.example"], delay_minutes = 15 },
    ]
  }

  expect_failures = [var.escalation]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    monitors_path    = "./tests"
    runbook_base_url = "http://console.horizon.example/"
    schedule_start   = "monday"
    services         = { pager = "x" }
  }

  expect_failures = [var.monitors_path, var.runbook_base_url, var.schedule_start, var.services]
}

run "datadog_reads_metrics_by_an_id_that_nobody_else_has" {
  command = apply

  assert {
    condition     = jsondecode(aws_iam_role.datadog.assume_role_policy).Statement[0].Condition.StringEquals["sts:ExternalId"] == datadog_integration_aws_account.this.auth_config.aws_auth_config_role.external_id
    error_message = "Without the id any customer of Datadog could name our role."
  }

  assert {
    condition     = datadog_integration_aws_account.this.auth_config.aws_auth_config_role.role_name == aws_iam_role.datadog.name
    error_message = "Datadog is told the role that there is."
  }
}

run "refuses_no_region" {
  command = plan

  variables {
    regions = []
  }

  expect_failures = [var.regions]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "production"
  }

  expect_failures = [var.account_id]
}

run "percentiles_can_be_asked_for" {
  command = plan

  assert {
    condition     = datadog_metric_tag_configuration.request_duration.include_percentiles && contains(datadog_metric_tag_configuration.request_duration.tags, "pod_template_hash")
    error_message = "Canaries are judged by a percentile of their own pods."
  }

  assert {
    condition     = jsondecode(datadog_dashboard_json.this["example.json"].dashboard).title == "Example"
    error_message = "A file is a dashboard."
  }
}

run "refuses_a_folder_without_dashboards" {
  command = plan

  variables {
    dashboards_path = "./tests/monitors"
  }

  expect_failures = [var.dashboards_path]
}
