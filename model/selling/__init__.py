"""How firms reach customers: at fairs, online, through outlets and professional markets."""
