locals {
  port = 27017
}

resource "aws_kms_key" "this" {
  description             = "DocumentDB of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-documentdb" }
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}-documentdb"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_docdb_subnet_group" "this" {
  name        = "${var.name}-documentdb"
  description = "Data subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-documentdb"
  description = "DocumentDB: from its clients alone"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-documentdb" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  description                  = "From pods and the bastion"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_docdb_cluster_parameter_group" "this" {
  name        = "${var.name}-documentdb5"
  description = "TLS for every connection, audit of logins and definitions"
  family      = "docdb5.0"

  parameter {
    name  = "tls"
    value = "tls1.2+"
  }

  parameter {
    name  = "audit_logs"
    value = "ddl"
  }
}

resource "aws_docdb_global_cluster" "this" {
  count = var.global_cluster_identifier != null && !var.is_secondary ? 1 : 0

  global_cluster_identifier = var.global_cluster_identifier
  engine                    = "docdb"
  engine_version            = var.engine_version
  storage_encrypted         = true
  deletion_protection       = var.deletion_protection
}

resource "aws_docdb_cluster" "this" {
  cluster_identifier        = var.name
  global_cluster_identifier = var.is_secondary ? var.global_cluster_identifier : one(aws_docdb_global_cluster.this[*].id)
  engine                    = "docdb"
  engine_version            = var.engine_version
  port                      = local.port

  master_username            = var.is_secondary ? null : var.master_username
  master_password_wo         = var.is_secondary ? null : var.master_password
  master_password_wo_version = var.is_secondary ? null : var.master_password_version

  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.this.arn
  db_subnet_group_name            = aws_docdb_subnet_group.this.name
  db_cluster_parameter_group_name = aws_docdb_cluster_parameter_group.this.name
  vpc_security_group_ids          = [aws_security_group.this.id]

  backup_retention_period         = var.backup_retention_days
  preferred_backup_window         = "05:00-06:00"
  preferred_maintenance_window    = "sun:06:30-sun:07:30"
  deletion_protection             = var.deletion_protection
  skip_final_snapshot             = false
  final_snapshot_identifier       = "${var.name}-final"
  enabled_cloudwatch_logs_exports = ["audit", "profiler"]

  tags = { Name = "${var.name}-documentdb", Backup = "weekly" }
}

resource "aws_docdb_cluster_instance" "this" {
  count = var.instances

  identifier                 = "${var.name}-${count.index + 1}"
  cluster_identifier         = aws_docdb_cluster.this.id
  instance_class             = var.instance_class
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true
  promotion_tier             = count.index

  tags = { Name = "${var.name}-documentdb-${count.index + 1}" }
}
