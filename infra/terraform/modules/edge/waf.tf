locals {
  managed_rules = {
    AWSManagedRulesAmazonIpReputationList = 10
    AWSManagedRulesCommonRuleSet          = 20
    AWSManagedRulesKnownBadInputsRuleSet  = 30
    AWSManagedRulesSQLiRuleSet            = 40
  }
  web_acls = merge(
    { regional = { scope = "REGIONAL", name = var.name, rate_limited = var.limit_callers } },
    var.cdn == null ? {} : { cdn = { scope = "CLOUDFRONT", name = "${var.name}-cdn", rate_limited = true } },
  )
}

resource "aws_wafv2_web_acl" "this" {
  for_each = local.web_acls

  name        = each.value.name
  description = "Front door of ${var.name}"
  scope       = each.value.scope

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = local.managed_rules

    content {
      name     = rule.key
      priority = rule.value

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.key
          vendor_name = "AWS"
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = each.value.rate_limited ? [var.rate_limit] : []

    content {
      name     = "rate"
      priority = 1

      action {
        block {}
      }

      statement {
        rate_based_statement {
          limit                 = rule.value
          aggregate_key_type    = "IP"
          evaluation_window_sec = 300
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "rate"
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = each.value.name
    sampled_requests_enabled   = true
  }

  tags = { Name = each.value.name }
}

resource "aws_wafv2_web_acl_association" "alb" {
  for_each = var.load_balancers

  resource_arn = aws_lb.this[each.key].arn
  web_acl_arn  = aws_wafv2_web_acl.this["regional"].arn
}

resource "aws_cloudwatch_log_group" "waf" {
  for_each = local.web_acls

  name              = "aws-waf-logs-${each.value.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

# Only what was not simply allowed, and no credentials.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  for_each = local.web_acls

  resource_arn            = aws_wafv2_web_acl.this[each.key].arn
  log_destination_configs = [aws_cloudwatch_log_group.waf[each.key].arn]

  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  redacted_fields {
    single_header {
      name = "cookie"
    }
  }

  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      condition {
        action_condition {
          action = "BLOCK"
        }
      }

      condition {
        action_condition {
          action = "COUNT"
        }
      }
    }
  }
}
