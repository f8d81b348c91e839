resource "aws_kms_key" "this" {
  description             = "Secrets of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-secrets" }
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}-secrets"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_kms_key" "replica" {
  count = var.replica_region == null ? 0 : 1

  region                  = var.replica_region
  description             = "Secrets of ${var.name}, copied"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-secrets" }
}

resource "aws_secretsmanager_secret" "this" {
  for_each = var.secrets

  name                    = "horizon/${var.environment}/${each.key}"
  description             = each.value
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_window_days

  dynamic "replica" {
    for_each = aws_kms_key.replica

    content {
      region     = var.replica_region
      kms_key_id = replica.value.arn
    }
  }
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each = var.value_versions

  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = var.values[each.key]
  secret_string_wo_version = each.value
}
