variable "name" {
  description = "Prefix of every name, e.g. horizon-production."
  type        = string

  validation {
    condition     = can(regex("^horizon-[a-z]+$", var.name))
    error_message = "The name must be \"horizon-\" and the environment, e.g. horizon-staging: names of roles, secrets and dashboards are built from it."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr"], var.environment)
    error_message = "The environment must be staging, production or dr. A new environment is a new folder under infra/terraform/live, and an entry here."
  }
}

variable "region" {
  description = "Region of the resources."
  type        = string

  validation {
    condition     = contains(["us-east-1", "us-west-2"], var.region)
    error_message = "The region must be us-east-1 (primary) or us-west-2 (DR): prices, availability zones and replicas are known for these two."
  }
}

variable "vpc_id" {
  description = "VPC of the store."
  type        = string
}

variable "subnet_ids" {
  description = "Data subnets, in two zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A store needs subnets in two zones: pass data_subnet_ids of the network."
  }
}

variable "client_security_group_id" {
  description = "Group that may connect: data_client_security_group_id of the network."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse to delete the store until this is false, and take a final snapshot."
  type        = bool

  validation {
    condition     = var.deletion_protection || var.environment == "staging"
    error_message = "Production and DR keep deletion protection."
  }
}

variable "backup_retention_days" {
  description = "Days of automated backups and of point-in-time recovery."
  type        = number

  validation {
    condition     = var.backup_retention_days >= (var.environment == "staging" ? 1 : 7) && var.backup_retention_days <= 35
    error_message = "Keep backups for 7 to 35 days in production and DR (the strategy's 4.2 says 7), for 1 to 35 in staging."
  }
}

variable "engine_version" {
  description = "Major version of PostgreSQL; minor versions are applied in the maintenance window."
  type        = string
  default     = "17"

  validation {
    condition     = contains(["16", "17", "18"], var.engine_version)
    error_message = "Name a major version that RDS supports in full: 16, 17 or 18."
  }
}

variable "instance_class" {
  description = "Class of the primary and of the replicas."
  type        = string

  validation {
    condition     = can(regex("^db\\.(t4g|r6g|r7g|r8g|m6g|m7g|m8g)\\.", var.instance_class))
    error_message = "Use a Graviton class such as db.r6g.xlarge."
  }
}

variable "allocated_storage_gib" {
  description = "gp3 storage. From 400 GiB on RDS gives 12,000 IOPS and 500 MiB/s at no extra charge, below it 3,000 IOPS; fewer cannot be asked for."
  type        = number

  validation {
    condition     = var.allocated_storage_gib >= 20 && var.allocated_storage_gib <= 16384
    error_message = "gp3 storage is between 20 and 16384 GiB."
  }
}

variable "max_allocated_storage_gib" {
  description = "Storage grows by itself up to this."
  type        = number

  validation {
    condition     = var.max_allocated_storage_gib >= ceil(var.allocated_storage_gib * 1.1)
    error_message = "Storage autoscaling needs room: at least a tenth more than allocated_storage_gib."
  }
}

variable "multi_az" {
  description = "A synchronous standby in the other zone."
  type        = bool

  validation {
    condition     = var.multi_az || var.environment != "production"
    error_message = "Production needs the standby: without it a lost zone is a restore, not a failover of a minute or two."
  }
}

variable "read_replicas" {
  description = "Asynchronous replicas in this region."
  type        = number

  validation {
    condition     = var.read_replicas >= 0 && var.read_replicas <= 5
    error_message = "Use between 0 and 5 read replicas."
  }
}

variable "master_username" {
  description = "Name of the owner; services have roles of their own."
  type        = string
  default     = "horizon_owner"
}

variable "master_password" {
  description = "Password of the owner: ephemeral, so it is in no plan and no state. Null when the instance comes from a replica or a backup."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
}

variable "master_password_version" {
  description = "Raise it to send a new password."
  type        = number
  default     = 1
}

variable "source_kind" {
  description = "What the primary is made from: new, replica (of source_arn, in another region) or backup (replicated automated backups at source_arn)."
  type        = string
  default     = "new"

  validation {
    condition     = contains(["new", "replica", "backup"], var.source_kind)
    error_message = "source_kind is new, replica or backup."
  }
}

variable "source_arn" {
  description = "Instance (replica) or automated backups (backup) that it is made from."
  type        = string
  default     = null

  validation {
    condition     = (var.source_kind == "new") == (var.source_arn == null)
    error_message = "Name source_arn with source_kind replica or backup, and leave it out with new."
  }

  validation {
    condition     = var.source_kind != "replica" || var.source_arn == null || try(split(":", var.source_arn)[3] != var.region, false)
    error_message = "Put the replica into another region than its source_arn, such as us-west-2 for a primary in us-east-1: a DR copy in the primary's own region is lost with it."
  }

  # Replicated backups are in the region that they were replicated to, and are restored there alone.
  validation {
    condition     = var.source_kind != "backup" || var.source_arn == null || try(split(":", var.source_arn)[3] == var.region, false)
    error_message = "Automated backups are restored in the region that holds them: name the replicated ones, whose ARN has the region of this database."
  }
}

variable "backup_replica_region" {
  description = "Region to which automated backups are replicated continuously; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.backup_replica_region == null || var.backup_replica_region != var.region
    error_message = "Replicate backups to another region than the database's own, such as us-west-2: a copy beside the original is lost with it."
  }

  validation {
    condition     = var.backup_replica_region != null || var.environment != "production"
    error_message = "Production replicates its backups to the DR region: set backup_replica_region to us-west-2."
  }
}

variable "performance_insights_retention_days" {
  description = "7 is free of charge."
  type        = number
  default     = 7

  validation {
    condition     = var.performance_insights_retention_days == 7 || var.performance_insights_retention_days == 731 || try(var.performance_insights_retention_days % 31 == 0, false)
    error_message = "Performance Insights keeps 7 days, a multiple of 31, or 731."
  }
}

variable "max_connections" {
  description = "Most connections of the database; null leaves it to RDS, which derives it from the memory."
  type        = number
  default     = null

  validation {
    condition     = var.max_connections == null ? true : var.max_connections >= 100 && var.max_connections <= 5000
    error_message = "Set max_connections between 100 and 5000: fewer starve the poolers, more do not fit the memory."
  }
}
