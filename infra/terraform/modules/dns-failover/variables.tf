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

variable "role" {
  description = "PRIMARY answers while it is healthy; SECONDARY answers when it is not."
  type        = string

  validation {
    condition     = contains(["PRIMARY", "SECONDARY"], var.role)
    error_message = "The role is PRIMARY or SECONDARY."
  }

  validation {
    condition     = (var.role == "SECONDARY") == (var.environment == "dr")
    error_message = "DR is the SECONDARY, everything else a PRIMARY."
  }
}

variable "zone_id" {
  description = "Hosted zone of the domain."
  type        = string
}

variable "domain_name" {
  description = "Domain of the environment, without a host."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}

variable "hosts" {
  description = "Names that fail over, and the load balancer behind each here: `api` becomes api.<domain>, and api-<region>.<domain> names this side alone."
  type = map(object({
    alb_dns_name = string
    alb_zone_id  = string
    health_path  = string
  }))
}

variable "control_region" {
  description = "Region in which the evacuation signal lives: the other one, so that it can be given when this region is down."
  type        = string

  validation {
    condition     = var.control_region != var.region || var.role == "SECONDARY"
    error_message = "The signal that empties a region must not depend on it: set control_region to the DR region."
  }
}
