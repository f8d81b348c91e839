module "observability" {
  source = "../../modules/observability"

  account_id       = var.account_id
  regions          = ["us-east-1", "us-west-2"]
  dashboards_path  = "${path.root}/../../../../datadog/dashboards"
  monitors_path    = "${path.root}/../../../../datadog/monitors"
  runbook_base_url = var.runbook_base_url
  escalation       = var.escalation
  schedule_start   = var.schedule_start
}
