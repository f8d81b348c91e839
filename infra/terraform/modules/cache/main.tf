locals {
  port         = 6379
  is_secondary = var.global_datastore_id != null
}

resource "aws_kms_key" "this" {
  description             = "Redis of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-redis" }
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}-redis"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_elasticache_subnet_group" "this" {
  name        = "${var.name}-redis"
  description = "Data subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-redis"
  description = "Redis: from its clients alone"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-redis" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  description                  = "From pods and the bastion"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_elasticache_parameter_group" "this" {
  count = local.is_secondary ? 0 : 1

  name        = "${var.name}-redis7"
  description = "Cluster mode; queues and sessions are not evicted silently"
  family      = "redis7"

  parameter {
    name  = "cluster-enabled"
    value = "yes"
  }

  parameter {
    name  = "maxmemory-policy"
    value = "volatile-lru"
  }
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id        = var.name
  description                 = "Redis of ${var.name}"
  global_replication_group_id = var.global_datastore_id

  # A secondary of a global datastore takes these from its primary.
  engine               = local.is_secondary ? null : "redis"
  engine_version       = local.is_secondary ? null : "7.1"
  node_type            = local.is_secondary ? null : var.node_type
  num_node_groups      = local.is_secondary ? null : var.shards
  parameter_group_name = one(aws_elasticache_parameter_group.this[*].name)
  cluster_mode         = local.is_secondary ? null : "enabled"

  replicas_per_node_group    = var.replicas_per_shard
  automatic_failover_enabled = true
  multi_az_enabled           = var.replicas_per_shard > 0
  port                       = local.port
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]

  # A secondary's encryption is its primary's too, and the provider refuses to be told; the key at rest is of this region.
  at_rest_encryption_enabled = local.is_secondary ? null : true
  kms_key_id                 = aws_kms_key.this.arn
  transit_encryption_enabled = local.is_secondary ? null : true
  transit_encryption_mode    = local.is_secondary ? null : "required"
  auth_token_wo              = local.is_secondary ? null : var.auth_token
  auth_token_wo_version      = local.is_secondary ? null : var.auth_token_version

  snapshot_retention_limit   = var.backup_retention_days
  snapshot_window            = "06:00-07:00"
  maintenance_window         = "sun:07:30-sun:08:30"
  final_snapshot_identifier  = var.deletion_protection ? "${var.name}-final" : null
  auto_minor_version_upgrade = true
  apply_immediately          = false

  tags = { Name = "${var.name}-redis" }

  lifecycle {
    # A member's version follows its global datastore.
    ignore_changes = [engine_version]
  }
}

resource "aws_elasticache_global_replication_group" "this" {
  count = var.global_datastore_suffix == null ? 0 : 1

  global_replication_group_id_suffix   = var.global_datastore_suffix
  global_replication_group_description = "Redis of ${var.name} and its copy in the DR region"
  primary_replication_group_id         = aws_elasticache_replication_group.this.id
}
