# What CloudWatch measures reaches Datadog through a role that Datadog assumes from its own account, with an id that nobody else has.
locals {
  # The account from which Datadog's US1 site asks.
  datadog_account_id = "464622532012"
  role_name          = "horizon-shared-datadog"

  # No more than the monitors ask for: each namespace costs calls of CloudWatch.
  namespaces = ["AWS/ApplicationELB", "AWS/Backup", "AWS/Billing", "AWS/CertificateManager", "AWS/DocDB", "AWS/ElastiCache", "AWS/Kafka", "AWS/RDS", "AWS/SES"]
}

resource "datadog_integration_aws_account" "this" {
  aws_account_id = var.account_id
  aws_partition  = "aws"

  aws_regions {
    include_only = var.regions
  }

  auth_config {
    aws_auth_config_role {
      role_name = local.role_name
    }
  }

  metrics_config {
    enabled                   = true
    automute_enabled          = true
    collect_cloudwatch_alarms = false
    collect_custom_metrics    = false

    namespace_filters {
      include_only = local.namespaces
    }
  }

  # Logs go by the agents, traces by dd-trace, and nobody but us takes stock of our resources.
  logs_config {
    lambda_forwarder {}
  }

  resources_config {
    cloud_security_posture_management_collection = false
    extended_collection                          = false
  }

  traces_config {
    xray_services {
      include_only = []
    }
  }
}

resource "aws_iam_role" "datadog" {
  name        = local.role_name
  description = "Datadog reads metrics and tags"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.datadog_account_id}:root" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = datadog_integration_aws_account.this.auth_config.aws_auth_config_role.external_id } }
    }]
  })
}

# These actions know no resources: a metric, a tag and a list of instances can only be read for the whole account.
resource "aws_iam_role_policy" "datadog" {
  name = "read-metrics"
  role = aws_iam_role.datadog.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "ReadMetrics"
      Effect = "Allow"
      Action = [
        "backup:ListRecoveryPointsByBackupVault",
        "budgets:ViewBudget",
        "cloudwatch:GetMetricData",
        "cloudwatch:ListMetrics",
        "ec2:DescribeRegions",
        "elasticache:DescribeCacheClusters",
        "elasticache:ListTagsForResource",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroups",
        "rds:DescribeDBInstances",
        "rds:DescribeEvents",
        "rds:ListTagsForResource",
        "tag:GetResources",
        "tag:GetTagKeys",
        "tag:GetTagValues",
      ]
      Resource = "*"
    }]
  })
}
