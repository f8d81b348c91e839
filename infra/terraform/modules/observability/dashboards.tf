resource "datadog_dashboard_json" "this" {
  for_each = fileset(var.dashboards_path, "*.json")

  dashboard = file("${var.dashboards_path}/${each.value}")
}

# Without it a percentile of this distribution is an empty series, for the monitor of latency and for the analysis of each canary. Datadog takes it
# for a metric that it has seen: apply when services run.
resource "datadog_metric_tag_configuration" "request_duration" {
  metric_name         = "http.server.request.duration"
  metric_type         = "distribution"
  include_percentiles = true
  tags                = ["env", "operation", "pod_template_hash", "service", "version"]
}
