locals {
  is_primary = var.role == "PRIMARY"
}

resource "aws_route53_record" "regional" {
  for_each = var.hosts

  zone_id = var.zone_id
  name    = "${each.key}-${var.region}.${var.domain_name}"
  type    = "A"

  alias {
    name                   = each.value.alb_dns_name
    zone_id                = each.value.alb_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_health_check" "endpoint" {
  for_each = var.hosts

  type              = "HTTPS"
  fqdn              = "${each.key}-${var.region}.${var.domain_name}"
  port              = 443
  resource_path     = each.value.health_path
  enable_sni        = true
  request_interval  = 10
  failure_threshold = 3
  measure_latency   = false

  tags = { Name = "${var.name}-${each.key}" }
}

# An operator empties the primary region without its control plane, and without Route 53's: a metric written in the other region
# raises the alarm, the alarm fails the health check, and the record that is already there answers.
resource "aws_cloudwatch_metric_alarm" "evacuate" {
  count = local.is_primary ? 1 : 0

  region              = var.control_region
  alarm_name          = "${var.name}-evacuate"
  alarm_description   = "Raised by hand to send traffic to the DR region: put-metric-data Horizon/Failover Evacuate=1; 0 brings it back."
  namespace           = "Horizon/Failover"
  metric_name         = "Evacuate"
  dimensions          = { Environment = var.environment }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  # Sticky: without a new value the alarm stays as it was put.
  treat_missing_data = "ignore"
}

resource "aws_route53_health_check" "evacuate" {
  count = local.is_primary ? 1 : 0

  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = aws_cloudwatch_metric_alarm.evacuate[0].alarm_name
  cloudwatch_alarm_region         = var.control_region
  insufficient_data_health_status = "Healthy"

  tags = { Name = "${var.name}-evacuate" }
}

resource "aws_route53_health_check" "host" {
  for_each = local.is_primary ? var.hosts : {}

  type                   = "CALCULATED"
  child_healthchecks     = [aws_route53_health_check.endpoint[each.key].id, aws_route53_health_check.evacuate[0].id]
  child_health_threshold = 2

  tags = { Name = "${var.name}-${each.key}-all" }
}

resource "aws_route53_record" "failover" {
  for_each = var.hosts

  zone_id         = var.zone_id
  name            = "${each.key}.${var.domain_name}"
  type            = "A"
  set_identifier  = "${var.environment}-${var.region}"
  health_check_id = local.is_primary ? aws_route53_health_check.host[each.key].id : aws_route53_health_check.endpoint[each.key].id

  failover_routing_policy {
    type = var.role
  }

  alias {
    name                   = each.value.alb_dns_name
    zone_id                = each.value.alb_zone_id
    evaluate_target_health = true
  }
}
