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
  description = "Version of DocumentDB."
  type        = string
  default     = "5.0.0"
}

variable "instance_class" {
  description = "Class of the instances."
  type        = string

  validation {
    condition     = can(regex("^db\\.(t3|t4g|r5|r6g|r8g)\\.", var.instance_class))
    error_message = "Use a class that DocumentDB has, such as db.r5.large."
  }
}

variable "instances" {
  description = "Instances. One has no standby: a lost instance is replaced in about ten minutes, on storage that is kept six times in three zones."
  type        = number

  validation {
    condition     = var.instances >= 0 && var.instances <= 16
    error_message = "Use between 0 (storage alone, for DR) and 16 instances."
  }
}

variable "master_username" {
  description = "Name of the owner."
  type        = string
  default     = "horizon_owner"
}

variable "master_password" {
  description = "Password of the owner: ephemeral, so it is in no plan and no state. Null for a secondary, which takes the primary's."
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

variable "global_cluster_identifier" {
  description = "Global cluster that this one is part of; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.global_cluster_identifier != null || var.environment == "staging"
    error_message = "Production and DR share a global cluster: without it DR has no copy of the documents that is younger than a day."
  }
}

variable "is_secondary" {
  description = "Joins the global cluster as its copy (DR), rather than making it."
  type        = bool
  default     = false
}
