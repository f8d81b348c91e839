locals {
  people = toset(flatten([for level in var.escalation : level.users]))
}

data "pagerduty_user" "this" {
  for_each = local.people

  email = each.key
}

data "pagerduty_vendor" "datadog" {
  name = "Datadog"
}

resource "pagerduty_team" "platform" {
  name        = "Horizon platform"
  description = "On call for Horizon"
}

# Weekly turns, one schedule a level.
resource "pagerduty_schedule" "level" {
  count = length(var.escalation)

  name      = "Horizon ${var.escalation[count.index].name}"
  time_zone = "America/New_York"
  teams     = [pagerduty_team.platform.id]

  layer {
    name                         = "weekly"
    start                        = var.schedule_start
    rotation_virtual_start       = var.schedule_start
    rotation_turn_length_seconds = 604800
    users                        = [for email in var.escalation[count.index].users : data.pagerduty_user.this[email].id]
  }
}

resource "pagerduty_escalation_policy" "this" {
  name        = "Horizon"
  description = "On call, then the second, then it begins again"
  num_loops   = 3
  teams       = [pagerduty_team.platform.id]

  dynamic "rule" {
    for_each = var.escalation

    content {
      escalation_delay_in_minutes = rule.value.delay_minutes

      target {
        type = "schedule_reference"
        id   = pagerduty_schedule.level[rule.key].id
      }
    }
  }
}

resource "pagerduty_service" "this" {
  for_each = var.services

  name                    = each.key
  description             = each.value
  escalation_policy       = pagerduty_escalation_policy.this.id
  alert_creation          = "create_alerts_and_incidents"
  acknowledgement_timeout = "1800"
  auto_resolve_timeout    = "null"

  incident_urgency_rule {
    type    = "constant"
    urgency = "high"
  }
}

resource "pagerduty_service_integration" "datadog" {
  for_each = var.services

  name    = "Datadog"
  service = pagerduty_service.this[each.key].id
  vendor  = data.pagerduty_vendor.datadog.id
}

# The integration key is in the state: PagerDuty hands it out and Datadog takes it, and neither has a write-only form. It can
# open incidents and read nothing.
resource "datadog_integration_pagerduty_service_object" "this" {
  for_each = var.services

  service_name = each.key
  service_key  = pagerduty_service_integration.datadog[each.key].integration_key
}
