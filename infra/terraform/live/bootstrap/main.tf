locals {
  # DR keeps its state in its own region: it is applied when the other one is down.
  state_regions = toset(["us-east-1", "us-west-2"])
}

resource "aws_kms_key" "state" {
  for_each = local.state_regions

  region                  = each.key
  description             = "Terraform state"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "horizon-state" }
}

resource "aws_s3_bucket" "state" {
  for_each = local.state_regions

  region        = each.key
  bucket        = "horizon-state-${each.key}-${var.account_id}"
  force_destroy = false

  tags = { Name = "horizon-state-${each.key}" }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  for_each = local.state_regions

  region                  = each.key
  bucket                  = aws_s3_bucket.state[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "state" {
  for_each = local.state_regions

  region = each.key
  bucket = aws_s3_bucket.state[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "state" {
  for_each = local.state_regions

  region = each.key
  bucket = aws_s3_bucket.state[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  for_each = local.state_regions

  region = each.key
  bucket = aws_s3_bucket.state[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.state[each.key].arn
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  for_each = local.state_regions

  region = each.key
  bucket = aws_s3_bucket.state[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.state[each.key].arn, "${aws_s3_bucket.state[each.key].arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.state]
}
