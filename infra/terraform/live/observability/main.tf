module "observability" {
  source = "../../modules/observability"

  monitors_path    = "${path.root}/../../../../datadog/monitors"
  runbook_base_url = var.runbook_base_url
  escalation       = var.escalation
  schedule_start   = var.schedule_start
}
