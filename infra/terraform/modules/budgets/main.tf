locals {
  # What DR costs is part of production; what is shared is in no budget.
  environments = var.environment == "production" ? ["production", "dr"] : [var.environment]
}

resource "aws_budgets_budget" "category" {
  for_each = var.monthly_limits_usd

  name         = "horizon-${var.environment}-${each.key}"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(each.value)
  limit_unit   = "USD"

  # Both tags: a filter by name takes one of its values, so it would count the other environments too.
  metrics = ["UnblendedCost"]

  filter_expression {
    and {
      tags {
        key    = "CostCategory"
        values = [each.key]
      }
    }

    and {
      tags {
        key    = "Environment"
        values = local.environments
      }
    }
  }

  dynamic "notification" {
    for_each = var.thresholds_percent

    content {
      notification_type          = "ACTUAL"
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.subscribers
    }
  }

  notification {
    notification_type          = "FORECASTED"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    subscriber_email_addresses = var.subscribers
  }
}

# Whatever has no category is in this one alone.
resource "aws_budgets_budget" "total" {
  name         = "horizon-${var.environment}-total"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(sum(values(var.monthly_limits_usd)))
  limit_unit   = "USD"

  cost_filter {
    name   = "TagKeyValue"
    values = [for environment in local.environments : format("user:Environment$%s", environment)]
  }

  notification {
    notification_type          = "FORECASTED"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    subscriber_email_addresses = var.subscribers
  }
}

resource "aws_ce_cost_allocation_tag" "this" {
  for_each = var.cost_allocation_tags

  tag_key = each.key
  status  = "Active"
}

resource "aws_ce_anomaly_monitor" "services" {
  count = var.anomaly_threshold_usd == null ? 0 : 1

  name              = "horizon-services"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_subscription" "services" {
  count = var.anomaly_threshold_usd == null ? 0 : 1

  name             = "horizon-services"
  frequency        = "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.services[0].arn]

  dynamic "subscriber" {
    for_each = toset(var.subscribers)

    content {
      type    = "EMAIL"
      address = subscriber.value
    }
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.anomaly_threshold_usd)]
    }
  }
}
