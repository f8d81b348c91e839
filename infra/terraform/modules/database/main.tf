locals {
  port = 5432
  # A replica takes these from its source, and RDS refuses them.
  is_new = var.source_kind == "new"
}

resource "aws_kms_key" "this" {
  description             = "PostgreSQL of ${var.name}: storage, snapshots, Performance Insights"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = { Name = "${var.name}-postgresql" }
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}-postgresql"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_db_subnet_group" "this" {
  name        = "${var.name}-postgresql"
  description = "Data subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-postgresql"
  description = "PostgreSQL: from its clients alone"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-postgresql" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  description                  = "From pods and the bastion"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_db_parameter_group" "this" {
  name        = "${var.name}-postgresql${var.engine_version}"
  description = "TLS for every connection; slow statements logged without their parameters"
  family      = "postgres${var.engine_version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "ssl_min_protocol_version"
    value = "TLSv1.2"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  # Personal data travels in bind parameters.
  parameter {
    name  = "log_parameter_max_length"
    value = "0"
  }

  parameter {
    name  = "log_connections"
    value = "1"
  }

  # Where it is set, the monitor of connections knows what it is a share of; RDS derives it from the memory otherwise.
  dynamic "parameter" {
    for_each = var.max_connections == null ? [] : [var.max_connections]

    content {
      name         = "max_connections"
      value        = tostring(parameter.value)
      apply_method = "pending-reboot"
    }
  }

  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "monitoring" {
  name = "${var.name}-rds-monitoring"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_db_instance" "primary" {
  identifier     = var.name
  engine         = local.is_new ? "postgres" : null
  engine_version = local.is_new ? var.engine_version : null
  instance_class = var.instance_class
  db_name        = local.is_new ? "horizon" : null
  port           = local.port

  username            = local.is_new ? var.master_username : null
  password_wo         = local.is_new ? var.master_password : null
  password_wo_version = local.is_new ? var.master_password_version : null

  allocated_storage     = local.is_new ? var.allocated_storage_gib : null
  max_allocated_storage = var.max_allocated_storage_gib
  storage_type          = "gp3"
  storage_encrypted     = true
  kms_key_id            = aws_kms_key.this.arn

  multi_az               = var.multi_az
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name

  backup_retention_period  = var.backup_retention_days
  backup_window            = "07:00-08:00"
  maintenance_window       = "sun:08:30-sun:09:30"
  copy_tags_to_snapshot    = true
  delete_automated_backups = false

  auto_minor_version_upgrade            = true
  allow_major_version_upgrade           = false
  deletion_protection                   = var.deletion_protection
  skip_final_snapshot                   = false
  final_snapshot_identifier             = "${var.name}-final"
  iam_database_authentication_enabled   = true
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.this.arn
  performance_insights_retention_period = var.performance_insights_retention_days

  replicate_source_db = var.source_kind == "replica" ? var.source_arn : null

  dynamic "restore_to_point_in_time" {
    for_each = var.source_kind == "backup" ? [var.source_arn] : []

    content {
      source_db_instance_automated_backups_arn = restore_to_point_in_time.value
      use_latest_restorable_time               = true
    }
  }

  tags = { Name = "${var.name}-postgresql", Backup = "weekly" }

  # A promoted replica has no source any more; that must not make a plan that replaces it.
  lifecycle {
    ignore_changes = [replicate_source_db, restore_to_point_in_time]
  }
}

resource "aws_db_instance" "replica" {
  count = var.read_replicas

  identifier          = "${var.name}-replica-${count.index + 1}"
  replicate_source_db = aws_db_instance.primary.identifier
  instance_class      = var.instance_class

  max_allocated_storage = var.max_allocated_storage_gib
  storage_type          = "gp3"
  storage_encrypted     = true

  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name

  # A replica of PostgreSQL has no point-in-time recovery of its own; it is made anew, so it has no final snapshot.
  backup_retention_period = 0
  skip_final_snapshot     = true
  copy_tags_to_snapshot   = true

  auto_minor_version_upgrade            = true
  deletion_protection                   = var.deletion_protection
  iam_database_authentication_enabled   = true
  maintenance_window                    = "sun:09:30-sun:10:30"
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.this.arn
  performance_insights_retention_period = var.performance_insights_retention_days

  tags = { Name = "${var.name}-postgresql-replica-${count.index + 1}" }
}
