locals {
  # AWS Backup acts on its own recovery points (snapshots and copies); the services' own automated backups are set where they are made.
  vaults = merge({ here = var.region }, var.copy_region == null ? {} : { copies = var.copy_region })
}

resource "aws_kms_key" "vault" {
  for_each = local.vaults

  region                  = each.value
  description             = "Backups of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-backup" }
}

resource "aws_backup_vault" "this" {
  for_each = local.vaults

  region        = each.value
  name          = var.name
  kms_key_arn   = aws_kms_key.vault[each.key].arn
  force_destroy = false
}

# Governance mode: only a role with the right to remove the lock could shorten a retention, and no role here has it.
resource "aws_backup_vault_lock_configuration" "this" {
  for_each = local.vaults

  region             = each.value
  backup_vault_name  = aws_backup_vault.this[each.key].name
  min_retention_days = 7
  max_retention_days = 365
}

resource "aws_iam_role" "backup" {
  name = "${var.name}-backup"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "backup.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "backup" {
  for_each = toset(["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"])

  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/${each.key}"
}

resource "aws_backup_plan" "this" {
  name = var.name

  rule {
    rule_name           = "weekly"
    target_vault_name   = aws_backup_vault.this["here"].name
    schedule            = "cron(0 9 ? * SUN *)"
    start_window        = 60
    completion_window   = 480
    recovery_point_tags = { Policy = "manual-weekly" }

    lifecycle {
      delete_after = var.weekly_retention_days
    }
  }

  dynamic "rule" {
    for_each = var.copy_region == null ? [] : [var.copy_region]

    content {
      rule_name           = "daily-copy"
      target_vault_name   = aws_backup_vault.this["here"].name
      schedule            = "cron(0 10 * * ? *)"
      start_window        = 60
      completion_window   = 480
      recovery_point_tags = { Policy = "cross-region-daily" }

      lifecycle {
        delete_after = var.copy_retention_days
      }

      copy_action {
        destination_vault_arn = aws_backup_vault.this["copies"].arn

        lifecycle {
          delete_after = var.copy_retention_days
        }
      }
    }
  }
}

resource "aws_backup_selection" "tagged" {
  name         = "tagged"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = ["arn:aws:rds:${var.region}:${var.account_id}:db:${var.name}", "arn:aws:rds:${var.region}:${var.account_id}:cluster:${var.name}"]

  condition {
    string_equals {
      key   = "aws:ResourceTag/Backup"
      value = "weekly"
    }
  }
}

resource "aws_backup_restore_testing_plan" "this" {
  count = var.restore_test_schedule == null ? 0 : 1

  name                         = replace(var.name, "-", "_")
  schedule_expression          = var.restore_test_schedule
  schedule_expression_timezone = "Etc/UTC"
  start_window_hours           = 4

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this["here"].arn]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = 14
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  for_each = var.restore_test_schedule == null ? {} : { postgresql = "RDS", documentdb = "DocumentDB" }

  name                      = each.key
  restore_testing_plan_name = aws_backup_restore_testing_plan.this[0].name
  protected_resource_type   = each.value
  iam_role_arn              = aws_iam_role.backup.arn
  validation_window_hours   = 4

  protected_resource_conditions {
    string_equals {
      key   = "aws:ResourceTag/Backup"
      value = "weekly"
    }
  }
}
