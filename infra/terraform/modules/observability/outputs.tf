output "monitor_ids" {
  description = "Datadog's id of each monitor, by file and name."
  value       = { for key, monitor in datadog_monitor.this : key => monitor.id }
}

output "service_ids" {
  description = "PagerDuty services, by name."
  value       = { for name, service in pagerduty_service.this : name => service.id }
}

output "escalation_policy_id" {
  description = "Escalation policy that every service has."
  value       = pagerduty_escalation_policy.this.id
}
