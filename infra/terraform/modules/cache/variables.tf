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

variable "node_type" {
  description = "Type of the nodes."
  type        = string

  validation {
    condition     = can(regex("^cache\\.(t4g|r6g|r7g|m6g|m7g)\\.", var.node_type))
    error_message = "Use a Graviton type such as cache.r6g.large."
  }
}

variable "shards" {
  description = "Shards of the cluster."
  type        = number
  default     = 1

  validation {
    condition     = var.shards >= 1 && var.shards <= 20
    error_message = "Use between 1 and 20 shards."
  }
}

variable "replicas_per_shard" {
  description = "Replicas of each shard, in the other zone."
  type        = number

  validation {
    condition     = var.replicas_per_shard >= (var.environment == "production" ? 1 : 0) && var.replicas_per_shard <= 5
    error_message = "Production needs at least one replica a shard: without one a lost node loses its data. Five is the most."
  }
}

variable "auth_token" {
  description = "Token that clients must show: ephemeral, so it is in no plan and no state. Null for a member of a global datastore, which takes the primary's."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
}

variable "auth_token_version" {
  description = "Raise it to send a new token."
  type        = number
  default     = 1
}

variable "global_datastore_suffix" {
  description = "Makes this the primary of a global datastore of that name; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.global_datastore_suffix == null || var.global_datastore_id == null
    error_message = "A cluster is the primary of a global datastore (suffix) or a member of one (id), not both."
  }
}

variable "global_datastore_id" {
  description = "Global datastore that this becomes a secondary of; null for none."
  type        = string
  default     = null
}
