locals {
  monitors = merge([for file in fileset(var.monitors_path, "*.yaml") : {
    for monitor in yamldecode(file("${var.monitors_path}/${file}")).monitors : "${trimsuffix(file, ".yaml")}/${monitor.name}" => monitor
  }]...)
}

# A warning is for Slack: whoever is on call is paged for what is critical or silent, and told when it is over.
resource "datadog_monitor" "this" {
  for_each = local.monitors

  name    = each.value.name
  type    = each.value.type
  query   = trimspace(each.value.query)
  message = "${trimspace(each.value.message)}\n\nRunbook: ${var.runbook_base_url}/${each.value.runbook}\n\n${join(" ", [for handle in each.value.notify : startswith(handle, "@pagerduty-") ? "{{^is_warning}}{{^is_warning_recovery}}${handle}{{/is_warning_recovery}}{{/is_warning}}" : handle])}"
  tags    = concat(each.value.tags, ["managed_by:terraform"])

  priority          = tostring(each.value.priority)
  renotify_interval = each.value.renotifyMinutes == null ? 0 : each.value.renotifyMinutes
  notify_no_data    = each.value.noDataMinutes != null
  no_data_timeframe = each.value.noDataMinutes
  evaluation_delay  = try(each.value.evaluationDelayMinutes * 60, null)

  # A window that is not yet full must not keep an alert from firing in the first minutes of a new service.
  require_full_window = false
  include_tags        = true

  monitor_thresholds {
    critical          = tostring(each.value.thresholds.critical)
    warning           = try(tostring(each.value.thresholds.warning), null)
    critical_recovery = try(tostring(each.value.thresholds.criticalRecovery), null)
    warning_recovery  = try(tostring(each.value.thresholds.warningRecovery), null)
    ok                = try(tostring(each.value.thresholds.ok), null)
  }
}
