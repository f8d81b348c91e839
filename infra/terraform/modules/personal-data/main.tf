# Keys of what customer-service encrypts field by field. They are one key in two regions: a row that was copied is read by the same id.
locals {
  keys = {
    encryption = { usage = "ENCRYPT_DECRYPT", spec = "SYMMETRIC_DEFAULT", purpose = "encrypts personal data" }
    index      = { usage = "GENERATE_VERIFY_MAC", spec = "HMAC_256", purpose = "makes blind indexes of personal data" }
  }
}

resource "aws_kms_key" "this" {
  for_each = local.keys

  description              = "${var.name}: ${each.value.purpose}"
  key_usage                = each.value.usage
  customer_master_key_spec = each.value.spec
  multi_region             = true
  # A blind index must stay the same for ever, and HMAC keys cannot rotate.
  enable_key_rotation     = each.key == "encryption"
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-personal-data-${each.key}" }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "this" {
  for_each = local.keys

  name          = "alias/${var.name}-personal-data-${each.key}"
  target_key_id = aws_kms_key.this[each.key].key_id
}

resource "aws_kms_replica_key" "this" {
  for_each = var.replica_region == null ? {} : local.keys

  region                  = var.replica_region
  description             = "${var.name}: ${each.value.purpose}, copied"
  primary_key_arn         = aws_kms_key.this[each.key].arn
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-personal-data-${each.key}" }
}
